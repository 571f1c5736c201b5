// Uploads scans one by one, each in its own request with its progress, from the file field or dropped on the area.
// Interrupted, it goes on by itself when the connection is back; after a reload the same files are chosen again and those
// that are there already are passed over.

import { announce } from "./announce.js";
import { refresh } from "./swap.js";
import { Pending, attachedIds, idOf } from "./upload-memory.js";

const ATTEMPTS = 4;
const PAUSE_MS = 1500;

const form = document.querySelector("[data-upload]");
if (form) watch(form);

function watch(form) {
  const input = form.querySelector("input[type=file]");
  const drop = form.querySelector("[data-drop]");
  const pending = new Pending(form.action);
  const total = overall(form);
  const waiting = [];
  const lost = new Set();
  let running = false;
  form.querySelector("[data-without-script]")?.remove();
  drop.dataset.ready = "";
  tellInterrupted(form, pending);

  const queue = (items) => {
    waiting.push(...items);
    if (!running) run();
  };
  const again = (item) => {
    lost.delete(item);
    item.row.remove();
    queue([entry(form, item.file, item.id)]);
  };
  const add = async (files) => {
    form.querySelector("[data-interrupted]").hidden = true;
    const there = attachedIds();
    const chosen = await Promise.all(Array.from(files, async (file) => ({ file, id: await idOf(form.action, file) })));
    input.value = "";
    const fresh = chosen.filter(({ id }) => !there.has(id));
    for (const { id } of chosen) if (there.has(id)) pending.remove(id);
    if (fresh.length < chosen.length) announce(`${form.dataset.skipped} ${chosen.length - fresh.length}`);
    for (const { file, id } of fresh) pending.add(id, file.name);
    total.expect(fresh.length);
    if (fresh.length) queue(fresh.map(({ file, id }) => entry(form, file, id)));
  };
  // What is shown may be behind while the connection is away; the work must go on nevertheless.
  const show = () => refresh().catch(() => undefined);
  const run = async () => {
    running = true;
    while (waiting.length) {
      const item = waiting.shift();
      const outcome = await upload(form, item);
      if (outcome === "lost") {
        lost.add(item);
        fail(item, form.dataset.lost, () => again(item));
      } else {
        pending.remove(item.id);
        total.done();
      }
      if (!waiting.length || outcome !== "attached") await show();
    }
    running = false;
    if (!lost.size) {
      total.end();
      announce(form.dataset.done);
    }
  };
  window.addEventListener("online", () => {
    [...lost].forEach(again);
    if (!running) show();
  });
  input.addEventListener("change", () => add(input.files));
  drop.addEventListener("dragover", (event) => {
    event.preventDefault();
    drop.dataset.over = "";
  });
  drop.addEventListener("dragleave", () => delete drop.dataset.over);
  drop.addEventListener("drop", (event) => {
    event.preventDefault();
    delete drop.dataset.over;
    add(event.dataTransfer.files);
  });
  window.addEventListener("beforeunload", (event) => {
    if (running) event.preventDefault();
  });
  if (input.files.length) add(input.files); // chosen before this script ran, or kept by the browser
}

function tellInterrupted(form, pending) {
  const box = form.querySelector("[data-interrupted]");
  const names = pending.names();
  if (!names.length) return;
  const list = box.querySelector("[data-names]");
  list.replaceChildren(
    ...names.map((name) => {
      const line = document.createElement("li");
      line.textContent = name;
      return line;
    }),
  );
  box.hidden = false;
  box.querySelector("button").addEventListener("click", () => {
    pending.clear();
    box.hidden = true;
  });
}

function overall(form) {
  const box = form.querySelector("[data-overall]");
  const bar = box.querySelector("progress");
  const words = box.querySelector("[data-count]");
  let expected = 0;
  let done = 0;
  const show = () => {
    box.hidden = expected < 2;
    bar.max = expected;
    bar.value = done;
    words.textContent = `${done} / ${expected}`;
  };
  return {
    expect: (more) => {
      expected += more;
      show();
    },
    done: () => {
      done += 1;
      show();
    },
    end: () => {
      expected = done = 0;
      show();
    },
  };
}

function entry(form, file, id) {
  const template = document.getElementById("upload-row").content.firstElementChild.cloneNode(true);
  template.querySelector("[data-name]").textContent = file.name;
  form.querySelector("[data-uploads]").append(template);
  return { file, row: template, id };
}

// Returns "attached", "refused" (the server said why), or "lost" (it did not answer).
async function upload(form, item) {
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    const answer = await post(form, item);
    if (answer.status === 201) {
      item.row.remove();
      return "attached";
    }
    if (answer.status !== 0 && answer.status < 500) {
      fail(item, answer.problem, null);
      return "refused";
    }
    if (attempt < ATTEMPTS) await new Promise((resume) => setTimeout(resume, PAUSE_MS * 2 ** (attempt - 1)));
  }
  return "lost";
}

function post(form, item) {
  const body = new FormData();
  body.append("csrfmiddlewaretoken", form.querySelector("[name=csrfmiddlewaretoken]").value);
  body.append("client_page_id", item.id);
  body.append("pages", item.file);
  const dpi = form.querySelector("[name=declared_dpi]");
  if (dpi?.value) body.append("declared_dpi", dpi.value);
  const request = new XMLHttpRequest();
  const bar = item.row.querySelector("progress");
  request.upload.addEventListener("progress", (event) => {
    if (event.lengthComputable) bar.value = event.loaded / event.total;
  });
  // The server still assesses the page after the last byte: the bar shows that it works, not how far it is.
  request.upload.addEventListener("load", () => bar.removeAttribute("value"));
  return new Promise((resolve) => {
    request.addEventListener("loadend", () => resolve({ status: request.status, problem: problemOf(request, form) }));
    request.open("POST", form.action);
    request.setRequestHeader("Accept", "application/json");
    request.send(body);
  });
}

function problemOf(request, form) {
  try {
    return JSON.parse(request.responseText).problem ?? form.dataset.lost;
  } catch {
    return form.dataset.lost;
  }
}

function fail(item, sentence, again) {
  item.row.dataset.state = "failed";
  item.row.querySelector("progress").remove();
  const problem = item.row.querySelector("[data-problem]");
  problem.textContent = sentence;
  problem.hidden = false;
  const button = item.row.querySelector("button");
  button.hidden = false;
  button.addEventListener("click", again ?? (() => item.row.remove()));
  if (!again) button.textContent = button.dataset.dismiss;
}
