// The inside of KeyRing, private to certs: key_ring.cpp keeps the keys, seal.cpp uses them.
// Immutable once built; thread-safe.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>

#include "certs/seal.hpp"
#include "certs/secret_key.hpp"

namespace gatepost::certs {

struct KeyRing::Impl {
  std::map<std::string, SecretKey, std::less<>> keks;  // by id
  std::string current;                                 // always one of them
  SecretKey blind;
};

// 1 to 64 of a-z, 0-9 and '-': safe in a file name, and its length fits the wrap's one byte.
bool is_kek_id(std::string_view id);

}  // namespace gatepost::certs
