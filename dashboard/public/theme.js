// Before the first paint, so that the page does not flash in the other theme.
try {
  var theme = localStorage.getItem("vigia-theme");
  if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
} catch {
  // Storage is off: the system's theme it is.
}
