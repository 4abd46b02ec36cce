# gatepost_embed(TARGET NAMESPACE ns FILES name=path ...): builds files into a library. For each,
# a function `std::string_view ns::name()` gives its content; the library's own header declares it.
# Changed files are taken up by the next build.
function(gatepost_embed target)
  cmake_parse_arguments(ARG "" "NAMESPACE" "FILES" ${ARGN})
  set(GATEPOST_EMBED_NAMESPACE "${ARG_NAMESPACE}")
  set(GATEPOST_EMBED_FUNCTIONS "")
  foreach(entry IN LISTS ARG_FILES)
    string(REGEX MATCH "^([a-z0-9_]+)=(.+)$" matched "${entry}")
    if(NOT matched)
      message(FATAL_ERROR "gatepost_embed: ${entry} is not name=path")
    endif()
    set(name "${CMAKE_MATCH_1}")
    set(path "${CMAKE_SOURCE_DIR}/${CMAKE_MATCH_2}")
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS "${path}")
    file(READ "${path}" content)
    string(FIND "${content}" ")gp_embed\"" ends_early)
    if(NOT ends_early EQUAL -1)
      message(FATAL_ERROR "gatepost_embed: ${path} holds the text that ends a raw string")
    endif()
    string(APPEND GATEPOST_EMBED_FUNCTIONS
      "std::string_view ${name}();\n"
      "std::string_view ${name}() {\n  return R\"gp_embed(${content})gp_embed\";\n"
      "}\n\n")
  endforeach()
  set(source "${CMAKE_BINARY_DIR}/embedded/${target}.cpp")
  configure_file("${CMAKE_SOURCE_DIR}/cmake/embedded.cpp.in" "${source}" @ONLY)
  # A file may be longer than the 64 KiB that the standard asks compilers to take in a literal.
  set_source_files_properties("${source}" PROPERTIES COMPILE_OPTIONS "-Wno-overlength-strings")
  target_sources(${target} PRIVATE "${source}")
endfunction()
