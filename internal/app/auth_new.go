package app

// doorkeeper tells who is who. What it decides about accounts it asks of the
// aggregate; what it keeps in memory only slows guessing down and may be lost.
type doorkeeper struct {
	Deps
	failures *limiter
	phantoms *phantoms
}

func newAuth(d Deps) Auth {
	if d.Pause == nil {
		d.Pause = pause
	}
	k := &doorkeeper{Deps: d, failures: newLimiter(), phantoms: newPhantoms()}
	return Auth{
		SignIn:    k.signIn,
		Resume:    k.resume,
		SignOut:   k.signOut,
		Token:     k.token,
		Basic:     k.basic,
		Still:     k.still,
		Attempt:   attempts(k.failures, d.Now),
		NewTOTP:   k.newTOTP,
		CSRF:      k.csrf,
		CheckCSRF: k.checkCSRF,
	}
}
