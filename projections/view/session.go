package view

// Session of a member of staff that was begun and not ended.
type Session struct {
	ID           string
	Account      Account
	SecondFactor bool // it began with both factors
}
