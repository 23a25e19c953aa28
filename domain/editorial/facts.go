package editorial

import "minhbach/domain/calendar"

// The facts of the cycle, as an aggregate's Apply hands them on. They never fail and
// never judge: one that the table has no row for leaves the state as it is.

// OnDraft: an item was begun.
func (d *Desk) OnDraft(a Author) {
	d.move(CommandDraft)
	d.OnWrite(a)
}

// OnWrite: somebody changed the content in hand.
func (d *Desk) OnWrite(a Author) {
	for _, account := range []string{a.Account, a.OnBehalfOf} {
		if account != "" {
			d.authors[account] = true
			d.everWrote[account] = true
		}
	}
}

func (d *Desk) OnSubmit(content string) {
	d.move(CommandSubmit)
	d.submitted = content
}

func (d *Desk) OnRecall() {
	d.move(CommandRecall)
	d.submitted = ""
}

func (d *Desk) OnReturn() {
	d.move(CommandReturn)
	d.submitted, d.checked = "", nil
}

func (d *Desk) OnChecklist(c Checklist) { d.checked = &c }

func (d *Desk) OnApprove(a Approval) {
	d.move(CommandApprove)
	d.approved = &a
}

func (d *Desk) OnRevoke() {
	d.move(CommandRevokeApproval)
	d.submitted, d.checked, d.approved = "", nil, nil
}

// OnPublic: a version became the public one. The next cycle begins with nobody.
func (d *Desk) OnPublic(version int, hash string, on calendar.Date) {
	if version == 1 {
		d.firstOn = on
	}
	d.state, d.version, d.publicHash, d.lastOn = StatePublished, version, hash, on
	d.endCycle()
}

// OnOpen: work on a further version began.
func (d *Desk) OnOpen(reason string, a Author) {
	d.move(d.flow.words.Open)
	d.because = reason
	d.OnWrite(a)
}

// OnDrop: the further version was given up.
func (d *Desk) OnDrop() {
	d.move(d.flow.words.Drop)
	d.endCycle()
}

func (d *Desk) OnWithdraw() {
	d.move(CommandWithdraw)
	d.endCycle()
}

func (d *Desk) OnArchive() { d.move(CommandArchive) }
func (d *Desk) OnDispose() { d.move(CommandDispose) }
func (d *Desk) OnDiscard() { d.move(CommandDiscard) }

func (d *Desk) move(c Command) {
	if t, ok := d.flow.index[d.state][c]; ok {
		d.state = t.To
	}
}

func (d *Desk) endCycle() {
	d.authors = map[string]bool{}
	d.submitted, d.checked, d.approved, d.because = "", nil, nil, ""
}
