// Says a sentence to people who do not see the page change.

export function announce(sentence) {
  const place = document.querySelector("[data-announcements]");
  if (place && sentence) place.textContent = sentence;
}
