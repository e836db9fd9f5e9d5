// Shows how many characters a field holds, counted as the server counts: trimmed, and one for 𠮷 too.
export function countCharacters() {
  document.addEventListener("input", (event) => {
    const shown = event.target.id && document.querySelector(`[data-count-for="${CSS.escape(event.target.id)}"]`);
    if (shown) shown.textContent = String([...event.target.value.trim()].length);
  });
}
