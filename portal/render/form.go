package render

// Form is a whole form that changes something ({{template "form" .}}): its
// token, an idempotency key so that sending it twice has one effect, and the
// revision of what its reader saw.
type Form struct {
	ID        string // of its heading; names the form
	Heading   string // an h2; empty: none
	Lead      string
	Action    string
	CSRF      string
	Key       string
	Revision  string // empty: nothing with a revision is changed
	Hidden    []Hidden
	Fields    []Field
	Submit    string
	Name      string // of the button, where the handler tells buttons apart
	Value     string
	Tone      Tone // Danger for what cannot be taken back
	Multipart bool
	Cancel    Link
}

// Class is the look of the button.
func (f Form) Class() string {
	switch f.Tone {
	case Danger:
		return "danger"
	case Neutral:
		return ""
	}
	return "second"
}

// Zero reports whether there is no form to show.
func (f Form) Zero() bool { return f.Action == "" }
