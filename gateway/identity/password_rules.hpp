// Which passwords may be chosen: long ones that guessers do not try first. No rules about kinds of
// characters, no expiry (NCSC password guidance; NIST SP 800-63B section 3.1.1.2; ASVS 5.0 V6.2).
// Pure; thread-safe.
#pragma once

#include <expected>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/base/problem.hpp"
#include "gateway/base/random.hpp"

namespace gatepost::identity {

inline constexpr std::size_t password_least_characters = 12;
inline constexpr std::size_t password_most_characters = 128;

// What is wrong with a password, already in form C; empty when nothing is. `about` are words that a
// guesser who knows the person tries: their names, their team. No message repeats the password.
Problems check_password(std::string_view password, const std::vector<std::string>& about);

// A password as somebody typed it, in form C and fit to be hashed; or what is wrong with it.
std::expected<std::string, Problems> accept_password(std::string_view typed,
                                                     const std::vector<std::string>& about);

// How many steps a guesser needs who knows common words, years, sequences, rows of the keyboard and
// repetition: each such piece is one step, and so is each character that is in none.
std::size_t guessing_steps(std::string_view password, const std::vector<std::string>& about);

// Four groups of five letters and digits, for the password that an administrator hands over: 100
// random bits.
std::string make_password(Random& random);

}  // namespace gatepost::identity
