// Verifier checks an archive, a log or a proof of Minh Bạch without Minh Bạch. It uses
// nothing but Go's standard library; build it with
//
//	go build -o verifier *.go
//
// in this folder, offline. Then
//
//	verifier bag   FOLDER [KEY…]    a whole archive (the folder with bagit.txt)
//	verifier log   FOLDER KEY…      its log (the folder with the file checkpoint)
//	verifier event PROOF.json KEY…
//
// KEY is the verifier key of the log, name+hash+base64, from somewhere that you trust:
// a key that lies in the archive itself proves only that the archive fits together.
// It ends with 0 (all of it holds), 3 (something was tampered with or is missing),
// 1 (it could not be checked) or 2 (it was not called like this).
package main

import (
	"errors"
	"fmt"
	"os"
)

// wrong is what was tampered with; other errors mean that nothing was found out.
type wrong struct{ what string }

func (w wrong) Error() string { return w.what }

func bad(format string, args ...any) error { return wrong{fmt.Sprintf(format, args...)} }

var errUsage = errors.New("verifier bag FOLDER [KEY…] | log FOLDER KEY… | event PROOF.json KEY…")

func main() {
	said, err := run(os.Args[1:])
	var w wrong
	switch {
	case err == nil:
		fmt.Println("KHỚP / MATCHES: " + said)
		fmt.Println("Không chứng minh rằng điều được ghi là đúng sự thật. / It does not prove that what was recorded is true.")
	case errors.As(err, &w):
		fmt.Println("KHÔNG KHỚP / DOES NOT MATCH: " + err.Error())
		os.Exit(3)
	case errors.Is(err, errUsage):
		fmt.Fprintln(os.Stderr, err)
		os.Exit(2)
	default:
		fmt.Fprintln(os.Stderr, "chưa kiểm được / could not be checked:", err)
		os.Exit(1)
	}
}

func run(args []string) (string, error) {
	if len(args) < 2 || len(args) < 3 && args[0] != "bag" {
		return "", errUsage
	}
	keys, err := readKeys(args[2:])
	if err != nil {
		return "", err
	}
	switch args[0] {
	case "bag":
		return verifyBag(args[1], keys)
	case "log":
		l, err := verifyLog(args[1], keys)
		if err != nil {
			return "", err
		}
		return l.String(), nil
	case "event":
		return verifyEvent(args[1], keys)
	}
	return "", errUsage
}
