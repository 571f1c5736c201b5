// Asks how far the machine is with a signed conversion and loads the page when it has come to an end.

import { announce } from "./announce.js";
import { refresh } from "./swap.js";

const FIRST_PAUSE_MS = 600;
const LONGEST_PAUSE_MS = 5000;

const area = document.querySelector("[data-progress]");
if (area) follow(area.dataset.progress, area.dataset.state);

async function follow(address, before) {
  let pause = FIRST_PAUSE_MS;
  let state = before;
  for (;;) {
    await new Promise((resume) => setTimeout(resume, pause));
    pause = Math.min(pause * 1.25, LONGEST_PAUSE_MS);
    const now = await ask(address);
    if (!now) continue;
    if (now.ended) {
      location.reload();
      return;
    }
    if (now.mark !== state) {
      state = now.mark;
      pause = FIRST_PAUSE_MS;
      await refresh();
      announce(`${now.label}. ${now.sentence}`);
    }
  }
}

async function ask(address) {
  try {
    const answer = await fetch(address, { headers: { Accept: "application/json" } });
    return answer.ok ? await answer.json() : null;
  } catch {
    return null;
  }
}
