# Builds mediasoup's worker from the sources in its npm package, against the
# system's libraries. mediasoup's own build downloads the libraries it needs,
# from GitHub and other places.
#
#   make -f worker.mk -j 2 SRC=node_modules/mediasoup/worker OUT=build
#
# Make cannot have spaces in paths: scripts/worker.mjs runs this with relative ones.
# The first line printed says how many files there are, then comes one for each.

HERE := $(dir $(lastword $(MAKEFILE_LIST)))
RTC  := deps/libwebrtc

SOURCES := $(shell cd $(SRC) && find src $(RTC)/libwebrtc -name '*.cpp' -o -name '*.cc')
SCHEMAS := $(wildcard $(SRC)/fbs/*.fbs)
HEADERS := $(SCHEMAS:$(SRC)/fbs/%.fbs=$(OUT)/FBS/%.h)

CXXFLAGS := -O3 -flto=auto -std=c++20 -DNDEBUG -DMS_LITTLE_ENDIAN -DMS_EXECUTABLE -DOPENSSL_SUPPRESS_DEPRECATED \
	-I$(HERE)include -I$(OUT) -I$(SRC)/include -I$(SRC)/$(RTC) -I$(SRC)/$(RTC)/libwebrtc

$(info $(words $(SOURCES) srtp-openssl.cpp) files)

define compile
@echo $(<F)
@mkdir -p $(@D)
@$(CXX) -include $(OUT)/common.h $(CXXFLAGS) -c -o $@ $<
endef

$(OUT)/mediasoup-worker: $(SOURCES:%=$(OUT)/%.o) $(OUT)/srtp-openssl.o
	@$(CXX) $(CXXFLAGS) -s -o $@ $^ -lsrtp2 -luv -lssl -lcrypto

$(OUT)/%.o: $(SRC)/% $(OUT)/common.h.gch
	$(compile)

$(OUT)/srtp-openssl.o: $(HERE)srtp-openssl.cpp $(OUT)/common.h.gch
	$(compile)

# The one file that needs a correction.
$(OUT)/src/RTC/DtlsTransport.cpp.o: $(OUT)/DtlsTransport.cpp $(OUT)/common.h.gch
	$(compile)

$(OUT)/DtlsTransport.cpp: $(SRC)/src/RTC/DtlsTransport.cpp $(HERE)dtls.patch
	@mkdir -p $(@D)
	@patch --quiet -o $@ $^

# Most of the time would go into reading the same headers for every file: they
# are read once.
$(OUT)/common.h.gch: $(OUT)/common.h
	@$(CXX) $(CXXFLAGS) -x c++-header -o $@ $<

$(OUT)/common.h: $(HEADERS)
	@printf '#include "%s.hpp"\n' common Logger MediaSoupErrors SharedInterface Utils > $@

$(HEADERS) &: $(SCHEMAS)
	@mkdir -p $(OUT)/FBS
	@flatc --cpp --cpp-field-case-style lower --reflect-names --scoped-enums \
		--filename-suffix '' -o $(OUT)/FBS $^
