// Sends forms marked data-swap in the background and takes over the parts of the answer marked data-region="name".
// Without this module the same forms load the same page anew.

import { announce } from "./announce.js";

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || !form.matches("[data-swap]")) return;
  event.preventDefault();
  send(form, event.submitter);
});

async function send(form, button) {
  if ("sent" in form.dataset) return;
  form.dataset.sent = "";
  const focus = form.dataset.focus ?? document.activeElement?.id;
  const text = await answerTo(form, button);
  if (text === null) {
    // The ordinary way shows the browser's own page about the lost connection and lets it be tried again.
    delete form.dataset.sent;
    form.removeAttribute("data-swap");
    form.requestSubmit(button);
    return;
  }
  takeOver(text, focus);
  announce(form.dataset.done ?? "");
}

async function answerTo(form, button) {
  try {
    const answer = await fetch(form.action, { method: "POST", body: new FormData(form, button) });
    return await answer.text();
  } catch {
    return null;
  }
}

export async function refresh() {
  const answer = await fetch(location.href);
  takeOver(await answer.text(), document.activeElement?.id);
}

// A button that has become useless, such as "up" on the first page, gives the focus to what it belongs to.
function focusOn(element) {
  const target = element?.disabled ? element.closest("[tabindex]") : element;
  target?.focus({ preventScroll: true });
}

function takeOver(text, focus) {
  const fresh = new DOMParser().parseFromString(text, "text/html");
  const regions = document.querySelectorAll("[data-region]");
  const replacements = Array.from(regions, ({ dataset }) => fresh.querySelector(`[data-region="${dataset.region}"]`));
  // Another page, such as the sign-in or the next step, has not all of our regions: go there.
  if (replacements.includes(null)) {
    location.reload();
    return;
  }
  regions.forEach((region, place) => region.replaceWith(document.importNode(replacements[place], true)));
  focusOn(focus ? document.getElementById(focus) : null);
  document.dispatchEvent(new CustomEvent("regions-replaced"));
}
