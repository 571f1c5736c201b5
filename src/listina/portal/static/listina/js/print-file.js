// The print file opens in another tab; this one then shows that it was printed and asks what became of it.

import { refresh } from "./swap.js";

const PAUSES_MS = [800, 1200, 2000, 3000, 5000, 8000];

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("[target=_blank]")) return;
  if ("sent" in form.dataset) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "";
  follow(form);
});

async function follow(form) {
  const before = page().dataset.attempts;
  for (const pause of PAUSES_MS) {
    await new Promise((resume) => setTimeout(resume, pause));
    if (location.pathname !== page().dataset.printPage) {
      location.assign(page().dataset.printPage);
      return;
    }
    await refresh();
    if (page().dataset.attempts !== before) return;
  }
  delete form.dataset.sent;
}

function page() {
  return document.querySelector("[data-print-page]");
}
