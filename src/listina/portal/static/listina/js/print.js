// Buttons that open the browser's print. They appear only here, because without the module they could do nothing.

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
