// Runs inside V8, beside the bundle of feelin: reads and writes the values that travel, and does a piece of work many times.

/* global feelin */
const READERS = {
  number: Number,
  date: feelin.parseDate,
  time: feelin.parseTime,
  "date and time": feelin.parseDateTime,
  duration: feelin.duration,
  context: (entries) => Object.fromEntries(Object.entries(entries).map(([key, item]) => [key, valueOf(item)])),
};

function valueOf(plain) {
  if (Array.isArray(plain)) return plain.map(valueOf);
  if (plain === null || typeof plain !== "object") return plain;
  const [[kind, written]] = Object.entries(plain);
  return READERS[kind](written);
}

// ECMAScript writes years outside 0 to 9999 with six digits and a sign; XML Schema, and so FEEL, does not.
function written(value) {
  return String(value).replace(/^([+-])0{0,2}(\d{4,6})-/, (_, sign, year) => `${sign === "-" ? "-" : ""}${year}-`);
}

function plainOf(value) {
  if (value === null || value === undefined) return null;
  if (typeof value === "boolean" || typeof value === "string") return value;
  // JSON knows no NaN: what comes out of a call is null.
  if (typeof value === "number") return Number.isFinite(value) ? { number: String(value) } : null;
  if (Array.isArray(value)) return value.map(plainOf);
  if (value instanceof feelin.FeelDate) return { date: written(value) };
  if (value instanceof feelin.FeelTime) return { time: String(value) };
  if (value instanceof feelin.FeelDateTime) return { "date and time": written(value) };
  if (value instanceof feelin.FeelDuration) return { duration: String(value) };
  if (value instanceof feelin.FeelRange) {
    return { range: [plainOf(value.start), plainOf(value.end), value["start included"], value["end included"]] };
  }
  if (value instanceof feelin.FeelFunction || typeof value === "function") return { other: "function" };
  return { context: Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plainOf(item)])) };
}

// The same plain calendar as working_days.py: Monday to Friday.
const FUNCTIONS = {
  "add working days": (start, days) => {
    let left = days;
    let on = start.unwrap();
    while (left) {
      on = on.add({ days: 1 });
      if (on.dayOfWeek < 6) left -= 1;
    }
    return new feelin.FeelDate(on);
  },
  "working days between": (start, end) => {
    let found = 0;
    const last = end.unwrap();
    for (let on = start.unwrap(); !on.equals(last); ) {
      on = on.add({ days: 1 });
      if (on.dayOfWeek < 6) found += 1;
    }
    return found;
  },
};
FUNCTIONS["add working days"].$args = ["start", "days"];
FUNCTIONS["working days between"].$args = ["start", "end"];

function scopeOf(variables, tested) {
  return { ...FUNCTIONS, ...valueOf({ context: variables }), "?": valueOf(tested) };
}

function run(text, unary, scope) {
  return unary ? feelin.unaryTest(text, scope) : feelin.evaluate(text, scope);
}

// One call as a Python program makes it: text and variables in, value out, both as JSON.
function answer(text, unary, variables, tested) {
  try {
    const { value, warnings } = run(text, unary, scopeOf(JSON.parse(variables), JSON.parse(tested)));
    const missing = warnings.find((warning) => warning.type === "NO_FUNCTION_FOUND" || warning.type === "UNSUPPORTED");
    return missing && value === null ? JSON.stringify({ refused: missing.message }) : JSON.stringify({ value: plainOf(value) });
  } catch (error) {
    return JSON.stringify(error instanceof feelin.SyntaxError ? { refused: error.message } : { failed: String(error) });
  }
}

// mini-racer's `call` wants a value back, so the three below give true. feelin keeps nothing of what it parsed: each evaluation parses. So `parse` is a part of `evaluate`, not a step before it.
let held = {};

function hold(text, unary, variables, tested) {
  held = { text, unary, scope: scopeOf(JSON.parse(variables), JSON.parse(tested)) };
  return true;
}

function evaluateTimes(count) {
  for (let turn = 0; turn < count; turn += 1) run(held.text, held.unary, held.scope);
  return true;
}

function parseTimes(count) {
  const parse = held.unary ? feelin.parseUnaryTests : feelin.parseExpression;
  for (let turn = 0; turn < count; turn += 1) parse(held.text, held.scope, undefined);
  return true;
}
