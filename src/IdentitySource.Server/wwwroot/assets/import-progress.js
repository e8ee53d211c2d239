// The bar of an import moves while it is looked at; when the import has ended, the page says how.
const bar = document.querySelector("progress[data-import]");
const show = (selector, value) => { document.querySelector(selector).textContent = value; };

async function look() {
  try {
    const answer = await fetch(bar.dataset.import, { headers: { accept: "application/json" } });
    if (!answer.ok || answer.redirected) {
      return location.reload();
    }
    const now = await answer.json();
    bar.value = now.percent;
    show("[data-percent]", now.percent);
    show("[data-added]", now.added);
    show("[data-failed]", now.failed);
    if (now.hasEnded) {
      return location.reload();
    }
  } catch {
    // The server may be on its way back; the import is not lost.
  }
  setTimeout(look, 1500);
}

if (bar) {
  setTimeout(look, 500);
}
