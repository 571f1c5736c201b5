// The comparison by keyboard: arrows walk, Enter or S agrees, N disagrees. Not while something is being typed or chosen.

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || event.repeat) return;
  if (event.target.closest("input, textarea, select")) return;
  // Enter on a focused link or button keeps its own meaning.
  if (event.key === "Enter" && event.target.closest("a, button, summary")) return;
  const target = document.querySelector(`[data-key~="${event.key.length === 1 ? event.key.toLowerCase() : event.key}"]`);
  if (!target) return;
  event.preventDefault();
  target.click();
});

// Among a hundred pages, the one that is shown stands in sight.
document.querySelector(".page-strip [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });
