cOmMiT;
