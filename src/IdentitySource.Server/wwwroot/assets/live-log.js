// The first page of the logs grows by what happens while it is looked at. Values are set as text, never as markup.
const table = document.querySelector('table[data-live]');
if (table) {
  const most = 200;
  const body = table.tBodies[0];
  const pattern = body.rows[0];
  const status = document.querySelector('[data-live-status]');
  const source = new EventSource(table.dataset.live);
  const badges = { true: badge('.badge.ok'), false: badge('.badge.bad') };

  source.addEventListener('open', () => { status.hidden = false; });
  source.addEventListener('error', () => { status.hidden = true; });
  source.addEventListener('message', event => {
    const line = JSON.parse(event.data);
    const row = pattern.cloneNode(true);
    const [at, what, who, application, reason, reference] = row.cells;
    const time = at.querySelector('time');
    time.dateTime = line.at;
    time.textContent = new Date(line.at).toLocaleString(document.documentElement.lang);
    const link = what.querySelector('a');
    link.textContent = line.what;
    link.href = new URL(line.id, new URL(table.dataset.live.split('?')[0], location.href)).href;
    const mark = what.querySelector('.badge');
    mark.className = `badge ${line.success ? 'ok' : 'bad'}`;
    mark.textContent = badges[line.success] ?? (line.success ? '✓' : '✗');
    who.firstElementChild.textContent = line.who ?? '';
    application.firstElementChild.textContent = line.application ?? '';
    reason.firstElementChild.textContent = line.reason ?? '';
    reference.firstElementChild.textContent = line.reference;
    body.prepend(row);
    while (body.rows.length > most) {
      body.lastElementChild.remove();
    }
  });

  function badge(selector) {
    return table.querySelector(selector)?.textContent;
  }
}
