"""What is each finding founded on, who confirmed which words of it, and who did not?

- `wording`: which words of a finding each validation was given on.
- `reach`: local, regional or national, by the rules that the process declared.
- `evidence`: what is cited for a finding and against it, and from where.
- `disputes`: who contested what, where gatherings or profiles stand against another.
- `report`: all of it for the team, with the places never heard by name.
"""
