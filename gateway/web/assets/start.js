// Runs before the page is drawn, so that nothing jumps when the components wake up. The same as GOV.UK's inline snippet, in a
// file, because the page has no inline scripts.
document.body.classList.add('js-enabled')
if ('noModule' in HTMLScriptElement.prototype) document.body.classList.add('govuk-frontend-supported')
