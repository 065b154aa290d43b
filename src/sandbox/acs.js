// Takes the shopper on at once; without it the page's button does.
document.forms[0].requestSubmit();
