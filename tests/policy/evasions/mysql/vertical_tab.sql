DROPTABLEusers;
