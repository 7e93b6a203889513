// Values of people where only codes belong: found by their shape, anywhere in a text.

/** A number stands by itself: digits within a UUID or a hash are none. */
const elevenDigits = /\d{11}/;
const mobile = /(?<![\dA-Za-z])(?:\+?86)?1[3-9]\d{9}(?![\dA-Za-z])/;
/** Region, date of birth, order, check character (GB 11643): an 18-digit id of a producer seldom holds a date there. */
const idCard = /(?<![\dA-Za-z])\d{6}(18|19|20)\d{2}(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])\d{3}[\dXx](?![\dA-Za-z])/;
const card = /(?<![\dA-Za-z])[3-6]\d{12,18}(?![\dA-Za-z])/g;
const email = /[^\s@]+@[^\s@]+\.[^\s@]+/;

/** Whether a text holds what looks like a phone, card or document number or an e-mail address (R95). */
export const holdsPersonalValue = (text: string): boolean =>
  (text.length > 10 && elevenDigits.test(text) && (mobile.test(text) || idCard.test(text) || [...text.matchAll(card)].some(([digits]) => luhn(digits)))) ||
  (text.includes('@') && email.test(text));

function luhn(digits: string): boolean {
  let sum = 0;
  for (let i = 0; i < digits.length; i += 1) {
    const digit = digits.charCodeAt(digits.length - 1 - i) - 48;
    sum += i % 2 === 0 ? digit : digit > 4 ? digit * 2 - 9 : digit * 2;
  }
  return sum % 10 === 0;
}
