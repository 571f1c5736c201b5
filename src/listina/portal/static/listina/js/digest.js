// Compares a file with the registered one by its SHA-256, computed here: the file is never sent anywhere.
//
// Three honest outcomes: the same bytes; exactly the registered bytes followed by more, about which this comparison
// says nothing; another file. Where no length is registered (an input), there are only two. When the digest cannot be computed, nothing is claimed.

const MOST_BYTES = 1_000_000_000;

for (const area of document.querySelectorAll("[data-digest]")) watch(area);

function watch(area) {
  const input = area.querySelector("input[type=file]");
  const drop = area.querySelector("[data-drop]");
  input.disabled = false;
  drop.dataset.ready = "";
  input.addEventListener("change", () => input.files[0] && judge(area, input.files[0]));
  drop.addEventListener("dragover", (event) => {
    event.preventDefault();
    drop.dataset.over = "";
  });
  drop.addEventListener("dragleave", () => delete drop.dataset.over);
  drop.addEventListener("drop", (event) => {
    event.preventDefault();
    delete drop.dataset.over;
    if (event.dataTransfer.files[0]) judge(area, event.dataTransfer.files[0]);
  });
}

async function judge(area, file) {
  show(area, "working");
  try {
    show(area, await outcome(file, Number(area.dataset.length ?? file.size), area.dataset.sha256));
  } catch {
    show(area, "failed");
  }
}

async function outcome(file, length, registered) {
  if (file.size < length) return "different";
  if (file.size > MOST_BYTES) return "failed";
  if ((await sha256(file.slice(0, length))) !== registered) return "different";
  return file.size === length ? "same" : "extended";
}

async function sha256(blob) {
  const digest = await crypto.subtle.digest("SHA-256", await blob.arrayBuffer());
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function show(area, name) {
  const template = area.querySelector(`template[data-outcome="${name}"]`);
  const result = area.querySelector("[data-result]");
  result.dataset.outcome = name;
  result.replaceChildren(template.content.cloneNode(true));
}
