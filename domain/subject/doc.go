// Package subject is what is done about the personal data of one person: requests
// to erase it with their deadlines, restriction, legal holds, the refusal with its
// ground or the erasure (Điều 9; Law 91/2025/QH15 Điều 14), and who read what was
// sealed.
//
// It promises that nobody carries out an erasure alone, that a hold is respected,
// and that its facts hold no personal data: persons are ids, and grounds, purposes
// and fields are chosen from lists, so that the record of an erasure may be kept for
// ever. It holds no key and destroys none; the application does, between the order
// and the fact that it was carried out.
package subject
