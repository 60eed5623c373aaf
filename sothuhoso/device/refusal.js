/** Why a file is not taken: `key` under "photo.refused", `facts` for the sentence. */
export class Refusal extends Error {
  constructor(key, facts) {
    super(key);
    this.key = key;
    this.facts = facts;
  }
}
