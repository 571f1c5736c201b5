// A button that sends a form shows that it works and cannot be pressed twice.
// Forms marked data-swap look after their buttons themselves; those that open another tab leave this page as it is.

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.matches("[data-swap], [method=dialog], [target]")) return;
  if ("sent" in form.dataset) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "";
  if (event.submitter) event.submitter.dataset.busy = "";
});

// The browser may bring the page back from its cache with the button still busy.
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
  for (const button of document.querySelectorAll("[data-busy]")) delete button.dataset.busy;
});
