/* The year of a calendar: one stop for the Tab key, arrows go by day and by week, Home and End within the month. */

const STEPS = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 };

document.querySelectorAll('[data-year]').forEach((year) => {
  const days = [...year.querySelectorAll('[data-day]')];
  const stop = (day) => {
    days.forEach((one) => one.setAttribute('tabindex', one === day ? '0' : '-1'));
  };
  stop(days.find((day) => day.hasAttribute('aria-current')) ?? days.find((day) => 'today' in day.dataset) ?? days[0]);

  year.addEventListener('keydown', (event) => {
    const here = days.indexOf(event.target);
    if (here < 0 || event.altKey || event.ctrlKey || event.metaKey) return;
    const month = days.filter((day) => day.closest('table') === event.target.closest('table'));
    const target =
      event.key in STEPS
        ? days[here + STEPS[event.key]]
        : { Home: month[0], End: month.at(-1) }[event.key];
    if (!target) return;
    event.preventDefault();
    stop(target);
    target.focus();
  });
});
