// The first page of the logs grows by what happens while it is looked at. Values are set as text, never as markup.
const table = document.querySelector('table[data-live]:not([data-live=""])');
if (table) {
  const most = 200;
  const body = table.tBodies[0];
  const pattern = document.getElementById('live-row').content.querySelector('tr');
  const status = document.querySelector('[data-live-status]');
  const source = new EventSource(table.dataset.live);

  source.addEventListener('open', () => { status.hidden = false; });
  source.addEventListener('error', () => { status.hidden = true; });
  source.addEventListener('message', event => {
    const line = JSON.parse(event.data);
    const row = document.importNode(pattern, true);
    const [at, what, who, application, reason, reference] = row.cells;
    const time = at.querySelector('time');
    time.dateTime = line.at;
    // As the server writes it in the rows below; the page's own script then shows all of them alike.
    time.textContent = `${new Date(line.at).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
    const link = what.querySelector('a');
    link.textContent = line.what;
    link.href = new URL(line.id, new URL(table.dataset.live.split('?')[0], location.href)).href;
    const mark = what.querySelector('.badge');
    mark.classList.add(line.success ? 'ok' : 'bad');
    mark.textContent = line.success ? table.dataset.ok : table.dataset.failed;
    who.firstElementChild.textContent = line.who ?? '';
    application.firstElementChild.textContent = line.application ?? '';
    reason.firstElementChild.textContent = line.reason ?? '';
    reference.firstElementChild.textContent = line.reference;
    body.prepend(row);
    time.dispatchEvent(new CustomEvent('moment', { bubbles: true }));
    table.closest('[role=region]').hidden = false;
    document.querySelector('[data-live-empty]')?.remove();
    while (body.rows.length > most) {
      body.lastElementChild.remove();
    }
  });
}
