/* htmx under a strict policy: no evaluated code, no style element, only this host, with the page's CSRF token. */
import htmx from 'htmx.org';

htmx.config.allowEval = false;
htmx.config.allowScriptTags = false;
htmx.config.includeIndicatorStyles = false;
htmx.config.selfRequestsOnly = true;
htmx.config.historyCacheSize = 0;

const token = document.querySelector('meta[name="csrf-token"]')?.content;

document.addEventListener('htmx:configRequest', (event) => {
  if (token) event.detail.headers['X-CSRFToken'] = token;
});
