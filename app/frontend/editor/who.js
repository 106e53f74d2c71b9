// Parties and levels as people name them.
import { PEER } from './drawing/parties.js'

/** What the vocabulary offers of parties: the choices for a review (not the submitter), and the names of one. */
export function makeWho({ submitter, parties, levels }) {
  const named = (list, id) => list.find((one) => one.id === id)?.label ?? id
  const who = ({ party, level = PEER }) => {
    const higher = named(levels, level).replace('上溯到', '')
    const label = level === PEER ? named(parties, party) : `${higher}${named(parties, party)}`
    return { party, level, label, laneName: label }
  }
  const choice = (party, level) => ({ id: JSON.stringify({ party, level }), label: who({ party, level }).label })
  const reviewers = parties.filter((one) => one.id !== submitter)
  const whoChoices = () => reviewers.flatMap((one) => [choice(one.id, PEER), ...higher(one).map((level) => choice(one.id, level))])
  const higher = (party) => (party.id === 'hr' ? levels.map((one) => one.id).filter((level) => level !== PEER) : [])
  return { who, whoChoices }
}
