// An application that lets the answer be told to it: in a hidden frame when nobody is to be asked, in a popup otherwise.
window.ask = (url, { frame, patience = 15_000 }) => new Promise(resolve => {
  addEventListener('message', ({ origin, data }) => resolve({ origin, ...data }), { once: true });
  setTimeout(resolve, patience, null);
  if (frame) {
    document.body.append(Object.assign(document.createElement('iframe'), { src: url, hidden: true }));
  } else {
    window.popup = open(url, 'sign-in', 'width=500,height=700');
  }
});
