package app

import "minhbach/domain/staff"

// CheckNewPassword is the policy that every new password must meet, for those who
// want to know before they begin.
func CheckNewPassword(plain, login, name string) error {
	return staff.CheckPassword(plain, login, name)
}
