// The page works without this: it only presses the way back for the payer, and keeps a button from being pressed twice.
for (const form of document.querySelectorAll('form')) {
  form.addEventListener('submit', (event) => {
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = 'yes';
    const button = form.querySelector('button');
    if (!button || !form.dataset.once) return;
    button.dataset.label = button.textContent;
    button.textContent = form.dataset.once;
    button.setAttribute('aria-disabled', 'true');
  });
}

// A page that the browser kept and shows again with "back" must be usable again.
addEventListener('pageshow', (event) => {
  if (!event.persisted) return;
  for (const form of document.querySelectorAll('form[data-sent]')) {
    delete form.dataset.sent;
    const button = form.querySelector('button[data-label]');
    if (!button) continue;
    button.textContent = button.dataset.label;
    button.removeAttribute('aria-disabled');
  }
});

// Whoever came here with "back" wants to look, not to be sent on once more.
const cameBack = performance.getEntriesByType('navigation')[0]?.type === 'back_forward';
const wayBack = document.querySelector('form[data-auto-submit]');
if (wayBack && !cameBack) setTimeout(() => wayBack.requestSubmit(), 1200);
