package portal

// StaffPatterns lists the desk's routes as they are served.
func StaffPatterns() []string {
	var all []string
	for _, r := range staffRoutes() {
		all = append(all, r.pattern)
	}
	return all
}
