# Compiler, warnings, sanitizers and linker: everything that is about the machine and not about us.

if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
  message(FATAL_ERROR
    "g++ ${CMAKE_CXX_COMPILER_VERSION} miscompiles C++20 coroutines: it destroys temporaries twice in ordinary "
    "co_await expressions, and the program then corrupts its heap. Use clang-19 (the presets do), or g++ 13 or newer.")
endif()

set(CMAKE_CXX_STANDARD 23)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)

option(GATEPOST_WERROR "treat warnings as errors" ON)
set(GATEPOST_SANITIZE "" CACHE STRING "address,undefined or thread; empty for none")
option(GATEPOST_COVERAGE "clang source coverage" OFF)
option(GATEPOST_FUZZ "build the libFuzzer targets" OFF)

find_program(GATEPOST_CCACHE ccache)
if(GATEPOST_CCACHE)
  set(CMAKE_CXX_COMPILER_LAUNCHER "${GATEPOST_CCACHE}")
endif()

add_library(gatepost_flags INTERFACE)
target_compile_options(gatepost_flags INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wsign-conversion -Wnon-virtual-dtor
  -Wold-style-cast -Woverloaded-virtual -Wimplicit-fallthrough -fno-omit-frame-pointer
  -fstack-protector-strong $<$<BOOL:${GATEPOST_WERROR}>:-Werror>)
target_compile_definitions(gatepost_flags INTERFACE SPDLOG_FMT_EXTERNAL BOOST_ASIO_NO_DEPRECATED
  BOOST_ASIO_DISABLE_BOOST_COROUTINE)
target_include_directories(gatepost_flags INTERFACE "${CMAKE_SOURCE_DIR}")

find_program(GATEPOST_MOLD mold)
find_program(GATEPOST_LLD NAMES ld.lld-19 ld.lld)
if(GATEPOST_MOLD)
  target_link_options(gatepost_flags INTERFACE -fuse-ld=mold)
elseif(GATEPOST_LLD)
  target_link_options(gatepost_flags INTERFACE "-fuse-ld=${GATEPOST_LLD}")
endif()

if(GATEPOST_SANITIZE)
  target_compile_options(gatepost_flags INTERFACE "-fsanitize=${GATEPOST_SANITIZE}" -fno-sanitize-recover=all)
  target_link_options(gatepost_flags INTERFACE "-fsanitize=${GATEPOST_SANITIZE}")
endif()
if(GATEPOST_COVERAGE)
  target_compile_options(gatepost_flags INTERFACE -fprofile-instr-generate -fcoverage-mapping)
  target_link_options(gatepost_flags INTERFACE -fprofile-instr-generate -fcoverage-mapping)
endif()
if(GATEPOST_FUZZ)
  target_compile_options(gatepost_flags INTERFACE -fsanitize=fuzzer-no-link)
endif()
