// Moves the bars of a post's deliveries while they run. Without it, the page has a link that loads it anew.
const board = document.querySelector("[data-events]");
const events = new EventSource(board.dataset.events);

events.addEventListener("message", ({ data }) => {
  for (const { id, value, max, text } of JSON.parse(data)) {
    const item = document.getElementById(`progress-${id}`);
    if (!item) continue;
    const bar = item.querySelector("progress");
    if (bar) Object.assign(bar, { max, value });
    item.querySelector("[data-text]").textContent = text;
  }
});

// Otherwise the browser would ask again for what has come to its end.
events.addEventListener("end", () => events.close());
