//go:build race

package verify_test

func init() { slow = 10 }
