// The demo works without this script. With it, the form that takes the browser to the custodian posts itself once,
// and not when the person comes back to it.
const form = document.querySelector('form[data-auto-submit]');
const [navigation] = performance.getEntriesByType('navigation');
if (form && navigation?.type !== 'back_forward') form.requestSubmit();

for (const one of document.querySelectorAll('form[method="post"]')) {
  one.addEventListener('submit', () => {
    const button = one.querySelector('button');
    // After this turn, so that the press itself still counts.
    if (button) setTimeout(() => button.setAttribute('disabled', ''), 0);
  });
}

// A page taken from the browser's memory would keep its buttons pressed.
addEventListener('pageshow', (event) => {
  if (!event.persisted) return;
  for (const button of document.querySelectorAll('button[disabled]')) button.removeAttribute('disabled');
});

// Waiting for a notice: the page looks again.
const { refresh } = document.body.dataset;
if (refresh) setTimeout(() => location.replace(location.pathname), Number(refresh) * 1000);
