"""What is read of a process from outside: its CPU, its memory, and what else the machine was doing."""

import os
import time

TICKS = os.sysconf("SC_CLK_TCK")


def parents() -> dict[int, list[int]]:
    """Return the children of every process of the machine."""
    children: dict[int, list[int]] = {}
    for name in os.listdir("/proc"):
        if name.isdigit():
            try:
                with open(f"/proc/{name}/stat") as file:
                    parent = int(file.read().rsplit(")", 1)[1].split()[1])
            except OSError:
                continue
            children.setdefault(parent, []).append(int(name))
    return children


def tree(pid: int) -> list[int]:
    """Return the process and all that descend from it, it first."""
    children, todo, found = parents(), [pid], []
    while todo:
        found.append(todo.pop())
        todo += children.get(found[-1], [])
    return found


def cpu_seconds(pid: int) -> float:
    """Return user and system seconds of a process tree; children that ended are counted through their parent."""
    total = 0
    for process in tree(pid):
        try:
            with open(f"/proc/{process}/stat") as file:
                total += sum(int(part) for part in file.read().rsplit(")", 1)[1].split()[11:15])
        except OSError:
            continue
    return total / TICKS


def pss_mib(pid: int) -> float:
    """Return the proportional memory of a process tree in MiB: a page shared by three processes counts a third in each."""
    total = 0
    for process in tree(pid):
        try:
            with open(f"/proc/{process}/smaps_rollup") as file:
                total += sum(int(line.split()[1]) for line in file if line.startswith("Pss:"))
        except OSError:
            continue
    return round(total / 1024, 1)


def command_line(pid: int) -> str:
    try:
        with open(f"/proc/{pid}/cmdline", "rb") as file:
            return file.read().replace(b"\0", b" ").decode("utf-8", "replace").strip()
    except OSError:
        return ""


def busy_seconds() -> float:
    """Return the CPU seconds that the whole machine has worked, all cores and everybody's processes."""
    with open("/proc/stat") as file:
        user, nice, system, _idle, _wait, irq, soft, steal = (int(part) for part in file.readline().split()[1:9])
    return (user + nice + system + irq + soft + steal) / TICKS


class Noise:
    """Cores that neither the measured processes nor this client kept busy since it was made."""

    def __init__(self) -> None:
        self.busy, self.own, self.since = busy_seconds(), time.process_time(), time.perf_counter()

    def other_cores(self, measured_cpu: float) -> float:
        wall = max(1e-6, time.perf_counter() - self.since)
        return round(max(0.0, busy_seconds() - self.busy - measured_cpu - (time.process_time() - self.own)) / wall, 2)


def fsync_ms(folder: str, times: int = 30) -> float:
    """Return the median milliseconds of writing 4 KiB and forcing it to disk, to tell a slow disk from a slow server."""
    path = os.path.join(folder, f".fsync-probe-{os.getpid()}")
    handle, taken = os.open(path, os.O_CREAT | os.O_RDWR, 0o600), []
    try:
        for _ in range(times):
            began = time.perf_counter()
            os.pwrite(handle, b"x" * 4096, 0)
            os.fsync(handle)
            taken.append(time.perf_counter() - began)
    finally:
        os.close(handle)
        os.unlink(path)
    return round(sorted(taken)[times // 2] * 1000, 2)


def processor() -> str:
    """Return the name of the processor as the kernel knows it."""
    with open("/proc/cpuinfo") as file:
        for line in file:
            if line.startswith(("model name", "Model")):
                return line.partition(":")[2].strip()
    return os.uname().machine


def kernel() -> str:
    """Return the version of the kernel, without what its builder called it."""
    return os.uname().release.partition("-")[0]
