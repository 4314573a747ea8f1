// Colours of the four themes, by role, in OKLCH: lightness, chroma, hue.
//
// Written down once, here: build.mjs turns them into sRGB custom properties (old phones know
// neither oklch() nor light-dark()), tokens.test.mjs computes every contrast from them.
// Red is the only brand colour: the mark, the primary button and the way travelled use it, growth
// in reports never does.

const light = {
  surface: [1, 0, 0],
  raised: [0.978, 0.004, 250],
  ink: [0.24, 0.035, 262],
  muted: [0.42, 0.03, 258],
  line: [0.905, 0.01, 255],
  edge: [0.6, 0.02, 255],
  brand: [0.58, 0.225, 26],
  action: [0.47, 0.178, 25.5],
  'action-deep': [0.39, 0.15, 25.5],
  'action-edge': [0.47, 0.178, 25.5],
  'action-ink': [1, 0, 0],
  link: [0.42, 0.13, 258],
  focus: [0.5, 0.2, 262],
  danger: [0.45, 0.17, 27],
  'danger-wash': [0.968, 0.014, 22],
  'success-wash': [0.97, 0.02, 160],
  'warning-wash': [0.975, 0.03, 92],
  'info-wash': [0.968, 0.014, 250],
  'due-green': [0.42, 0.095, 155],
  'due-yellow': [0.44, 0.09, 75],
  'due-red': [0.45, 0.17, 27],
}

const dark = {
  surface: [0.205, 0.02, 262],
  raised: [0.25, 0.022, 262],
  ink: [0.95, 0.008, 255],
  muted: [0.81, 0.018, 255],
  line: [0.35, 0.022, 262],
  edge: [0.61, 0.02, 258],
  brand: [0.66, 0.2, 26],
  action: [0.46, 0.172, 25.5],
  'action-deep': [0.39, 0.15, 25.5],
  'action-edge': [0.66, 0.2, 26],
  'action-ink': [1, 0, 0],
  link: [0.83, 0.085, 252],
  focus: [0.82, 0.1, 240],
  danger: [0.82, 0.1, 24],
  'danger-wash': [0.265, 0.045, 22],
  'success-wash': [0.265, 0.03, 160],
  'warning-wash': [0.27, 0.035, 85],
  'info-wash': [0.275, 0.035, 255],
  'due-green': [0.83, 0.12, 155],
  'due-yellow': [0.86, 0.12, 88],
  'due-red': [0.82, 0.1, 24],
}

const contrast = {
  surface: [1, 0, 0],
  raised: [1, 0, 0],
  ink: [0, 0, 0],
  muted: [0.22, 0, 0],
  line: [0.3, 0, 0],
  edge: [0, 0, 0],
  brand: [0.42, 0.16, 27],
  action: [0.32, 0.12, 26],
  'action-deep': [0.2, 0.07, 26],
  'action-edge': [0.32, 0.12, 26],
  'action-ink': [1, 0, 0],
  link: [0.3, 0.16, 264],
  focus: [0.4, 0.22, 264],
  danger: [0.36, 0.14, 27],
  'danger-wash': [1, 0, 0],
  'success-wash': [1, 0, 0],
  'warning-wash': [1, 0, 0],
  'info-wash': [1, 0, 0],
  'due-green': [0.33, 0.08, 155],
  'due-yellow': [0.34, 0.07, 75],
  'due-red': [0.36, 0.14, 27],
}

// Red and green are told apart as orange and blue, also in lightness; the brand stays.
const colourSafe = {
  ...light,
  link: [0.4, 0.13, 255],
  danger: [0.44, 0.115, 48],
  'danger-wash': [0.972, 0.014, 60],
  'success-wash': [0.968, 0.016, 240],
  'warning-wash': [0.98, 0.03, 100],
  'due-green': [0.4, 0.115, 255],
  'due-yellow': [0.445, 0.085, 88],
  'due-red': [0.345, 0.09, 42],
}

export const themes = { light, dark, contrast, 'colour-safe': colourSafe }

// Text must reach 7:1 on each ground it is set on.
const grounds = ['surface', 'raised', 'danger-wash', 'success-wash', 'warning-wash', 'info-wash']
export const textPairs = [
  ...['ink', 'muted', 'link', 'danger'].flatMap((text) => grounds.map((ground) => [text, ground])),
  ...['due-green', 'due-yellow', 'due-red'].flatMap((text) => [[text, 'surface'], [text, 'raised']]),
  ['action-ink', 'action'],
  ['action-ink', 'action-deep'],
  ['surface', 'ink'],
]

// Parts that carry meaning (borders of controls, focus ring, mark, bars) must reach 3:1.
export const partPairs = [
  ...['edge', 'focus', 'brand', 'action-edge'].flatMap((part) => grounds.map((ground) => [part, ground])),
]
