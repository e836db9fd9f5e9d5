"""Experiments that try to break a running city: kills, races, restarts, poison, a lost store.

Each ships a planted fault that must make it fail.

Programs here speak HTTP and read the database with SQL of their own; none imports the product.
"""
