// A file is chosen by a button or dropped on the area, and its name is shown; without this module the field does both.

for (const area of document.querySelectorAll(".file-field [data-drop]")) watch(area);

function watch(area) {
  const input = area.querySelector("input[type=file]");
  area.dataset.ready = "";
  input.addEventListener("change", () => show(area, input));
  area.addEventListener("dragover", (event) => {
    event.preventDefault();
    area.dataset.over = "";
  });
  area.addEventListener("dragleave", () => delete area.dataset.over);
  area.addEventListener("drop", (event) => {
    event.preventDefault();
    delete area.dataset.over;
    if (!event.dataTransfer.files.length) return;
    const only = new DataTransfer();
    only.items.add(event.dataTransfer.files[0]);
    input.files = only.files;
    show(area, input);
  });
  show(area, input); // the browser may have kept the choice
}

function show(area, input) {
  const chosen = area.querySelector("[data-chosen]");
  chosen.textContent = input.files[0]?.name ?? "";
  chosen.hidden = !input.files.length;
}
