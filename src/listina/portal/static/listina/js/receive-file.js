// One file, chosen or dropped on the area, is sent at once; without this module the form's button sends it.

for (const form of document.querySelectorAll("[data-receive]")) watch(form);

function watch(form) {
  const input = form.querySelector("input[type=file]");
  const drop = form.querySelector("[data-drop]");
  form.querySelector("[data-without-script]").hidden = true;
  drop.dataset.ready = "";
  input.addEventListener("change", () => input.files.length && send(form, input.files[0]));
  drop.addEventListener("dragover", (event) => {
    event.preventDefault();
    drop.dataset.over = "";
  });
  drop.addEventListener("dragleave", () => delete drop.dataset.over);
  drop.addEventListener("drop", (event) => {
    event.preventDefault();
    delete drop.dataset.over;
    if (!event.dataTransfer.files.length || "sent" in form.dataset) return;
    const only = new DataTransfer();
    only.items.add(event.dataTransfer.files[0]);
    input.files = only.files;
    send(form, input.files[0]);
  });
}

function send(form, file) {
  const working = form.querySelector("[data-working]");
  working.querySelector("[data-name]").textContent = file.name;
  working.hidden = false;
  form.requestSubmit();
}

// The browser may bring the page back from its cache while it still says that it works.
window.addEventListener("pageshow", () => {
  for (const working of document.querySelectorAll("[data-working]")) working.hidden = true;
});
