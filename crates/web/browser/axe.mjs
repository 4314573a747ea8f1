// Asks axe about a page: every rule of WCAG A and AA it knows, and of AAA those for contrast and
// for targets. One loaded page is asked in several themes, for a theme is an attribute of its root.
import axe from 'axe-core'

/** Rules to which axe may answer "a person must look": text over other boxes is measured by the tokens' own tests. */
const open = ['color-contrast', 'color-contrast-enhanced']

/**
 * What is wrong with the page as it stands, in each of `themes`; nothing when all is well.
 * Without themes it is looked at as it is. `strict` also tells what axe leaves undecided.
 */
export async function faults(page, { themes = [null], strict = false } = {}) {
  // Through the debugger, which no policy of the page forbids.
  await page.evaluate(axe.source)
  const told = []
  for (const theme of themes) {
    const found = await page.evaluate(async ({ theme, strict }) => {
      if (theme) {
        document.documentElement.dataset.theme = theme
        await new Promise((painted) => requestAnimationFrame(painted))
      }
      const { violations, incomplete } = await globalThis.axe.run(document, {
        rules: { 'color-contrast-enhanced': { enabled: true }, 'target-size': { enabled: true } },
        resultTypes: strict ? ['violations', 'incomplete'] : ['violations'],
      })
      const short = (rule) => ({ id: rule.id, nodes: rule.nodes.map((node) => node.html.slice(0, 160)) })
      return { violations: violations.map(short), incomplete: strict ? incomplete.map(short) : [] }
    }, { theme, strict })
    const undecided = found.incomplete.filter((rule) => !open.includes(rule.id))
    for (const rule of [...found.violations, ...undecided]) told.push(`${theme ?? 'as it is'}: ${rule.id}: ${rule.nodes.join('\n  ')}`)
  }
  return told
}
