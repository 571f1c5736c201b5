// Adds a row to a list of equal fields (elements that cannot be carried over). Without it two empty rows are there.

for (const button of document.querySelectorAll("[data-add-row]")) {
  button.hidden = false;
  button.addEventListener("click", () => {
    const rows = document.getElementById(button.dataset.addRow);
    const row = rows.lastElementChild.cloneNode(true);
    for (const input of row.querySelectorAll("input")) {
      input.value = "";
      input.id = `${input.id}-${rows.children.length}`;
      input.closest("[data-cell]")?.querySelector("label")?.setAttribute("for", input.id);
    }
    rows.append(row);
    row.querySelector("input").focus();
  });
}
