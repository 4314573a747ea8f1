import assert from 'node:assert/strict'
import { test } from 'node:test'
import { differenceCiede2000, displayable, filterDeficiencyDeuter, filterDeficiencyProt, filterDeficiencyTrit, wcagContrast } from 'culori'
import { partPairs, textPairs, themes } from './tokens.mjs'

const colour = ([l, c, h]) => ({ mode: 'oklch', l, c, h })

for (const [name, roles] of Object.entries(themes)) {
  test(`${name}: every colour can be shown in sRGB`, () => {
    for (const [role, value] of Object.entries(roles)) {
      assert.ok(displayable(colour(value)), `${role} lies outside sRGB`)
    }
  })

  test(`${name}: text reaches 7:1`, () => {
    for (const [text, ground] of textPairs) {
      const ratio = wcagContrast(colour(roles[text]), colour(roles[ground]))
      assert.ok(ratio >= 7, `${text} on ${ground} is ${ratio.toFixed(2)}:1`)
    }
  })

  test(`${name}: parts reach 3:1`, () => {
    for (const [part, ground] of partPairs) {
      const ratio = wcagContrast(colour(roles[part]), colour(roles[ground]))
      assert.ok(ratio >= 3, `${part} on ${ground} is ${ratio.toFixed(2)}:1`)
    }
  })

  test(`${name}: has the roles of every theme`, () => {
    assert.deepEqual(Object.keys(roles), Object.keys(themes.light))
  })
}

test('colour-safe: the lights differ for every kind of colour vision', () => {
  const difference = differenceCiede2000()
  const lights = ['due-green', 'due-yellow', 'due-red'].map((role) => colour(themes['colour-safe'][role]))
  for (const see of [filterDeficiencyProt(1), filterDeficiencyDeuter(1), filterDeficiencyTrit(1)]) {
    for (const [a, b] of [[0, 1], [1, 2], [0, 2]]) {
      const distance = difference(see(lights[a]), see(lights[b]))
      assert.ok(distance >= 10, `lights ${a} and ${b} are ${distance.toFixed(1)} apart`)
    }
  }
})
