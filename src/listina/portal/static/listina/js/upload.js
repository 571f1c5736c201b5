// Uploads scans one by one, each in its own request with its progress, from the file field or dropped on the area.
// Each file gets an id of its own: a request repeated after a lost answer attaches the page once.

import { announce } from "./announce.js";
import { refresh } from "./swap.js";

const ATTEMPTS = 3;
const PAUSE_MS = 1500;

const form = document.querySelector("[data-upload]");
if (form) watch(form);

function watch(form) {
  const input = form.querySelector("input[type=file]");
  const drop = form.querySelector("[data-drop]");
  const waiting = [];
  let running = false;
  form.querySelector("[data-without-script]")?.remove();
  drop.dataset.ready = "";

  const queue = (items) => {
    waiting.push(...items);
    if (!running) run();
  };
  const add = (files) => {
    queue(Array.from(files, (file) => entry(form, file, crypto.randomUUID())));
    input.value = "";
  };
  const run = async () => {
    running = true;
    while (waiting.length) {
      const item = waiting.shift();
      await upload(form, item, () => queue([entry(form, item.file, item.id)]));
      if (!waiting.length || item.failed) await refresh();
    }
    running = false;
    announce(form.dataset.done);
  };
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
}

function entry(form, file, id) {
  const template = document.getElementById("upload-row").content.firstElementChild.cloneNode(true);
  template.querySelector("[data-name]").textContent = file.name;
  form.querySelector("[data-uploads]").append(template);
  return { file, row: template, id, failed: false };
}

async function upload(form, item, again) {
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    const answer = await post(form, item);
    if (answer.status === 201) {
      item.row.remove();
      return;
    }
    if (answer.status !== 0 && answer.status < 500) return fail(item, answer.problem, null);
    await new Promise((resume) => setTimeout(resume, PAUSE_MS * attempt));
  }
  fail(item, form.dataset.lost, again);
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
  item.failed = true;
  item.row.dataset.state = "failed";
  item.row.querySelector("progress").remove();
  const problem = item.row.querySelector("[data-problem]");
  problem.textContent = sentence;
  problem.hidden = false;
  const button = item.row.querySelector("button");
  button.hidden = false;
  button.addEventListener("click", () => {
    item.row.remove();
    again?.();
  });
  if (!again) button.textContent = button.dataset.dismiss;
}
